declare module "virtual:vectors" {
  /** The files of test vectors, each its text: gzipped JSON in base 64. */
  const vectors: string;
  export default vectors;
}
declare module "vectors/run.js" {
  /** What every runtime runs: `bindings/wasm/vectors`. */
  export function run(text: string): { subject: string; count: number; ran: number; differing: { id: string }[] };
}
declare module "*.css";
