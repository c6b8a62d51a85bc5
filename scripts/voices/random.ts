export { Random } from "../../src/evaluation/random.js";
