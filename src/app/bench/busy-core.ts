/** A thread that keeps a core busy until it is ended. */
let sum = 0;
for (let i = 1; ; i++) sum += Math.sqrt(i + sum);
