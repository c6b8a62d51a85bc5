/** One case: its inputs, and whether it is one of those looked for. */
export interface Case {
  readonly inputs: readonly number[];
  readonly isTrue: boolean;
}

export interface Logistic {
  readonly weights: readonly number[];
  readonly bias: number;
}

const STEPS = 3_000;
const RATE = 0.05;
/** Keeps the weights small where few cases speak for large ones. */
const RIDGE = 0.02;

/**
 * Logistic regression by gradient descent, both classes weighing the same. Weights are not negative: a witness that is
 * surer never speaks against the word.
 */
export function fitLogistic(cases: readonly Case[]): Logistic {
  const width = cases[0]?.inputs.length ?? 0;
  const weights = new Array<number>(width).fill(0.5);
  let bias = 0;
  const trues = cases.filter(({ isTrue }) => isTrue).length;
  const share = { true: 0.5 / Math.max(1, trues), false: 0.5 / Math.max(1, cases.length - trues) };
  for (let step = 0; step < STEPS; step++) {
    const slope = weights.map((weight) => RIDGE * weight);
    let biasSlope = 0;
    for (const { inputs, isTrue } of cases) {
      const error =
        (probability({ weights, bias }, inputs) - (isTrue ? 1 : 0)) * (isTrue ? share.true : share.false);
      inputs.forEach((value, i) => {
        slope[i] = (slope[i] ?? 0) + error * value;
      });
      biasSlope += error;
    }
    slope.forEach((value, i) => {
      weights[i] = Math.max(0, (weights[i] ?? 0) - RATE * value);
    });
    bias -= RATE * biasSlope;
  }
  return { weights, bias };
}

export function probability({ weights, bias }: Logistic, inputs: readonly number[]): number {
  const sum = weights.reduce((total, weight, i) => total + weight * (inputs[i] ?? 0), bias);
  return 1 / (1 + Math.exp(-sum));
}
