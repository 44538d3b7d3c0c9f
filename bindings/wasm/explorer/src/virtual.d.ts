declare module "virtual:vectors" {
  /** The files of test vectors, gzipped, in base 64. */
  const vectors: string;
  export default vectors;
}
declare module "*.css";
