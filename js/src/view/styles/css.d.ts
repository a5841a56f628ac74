/** A stylesheet is imported as its text; `build.mjs` and `vitest.config.ts` see to it. */
declare module "*.css" {
  const text: string
  export default text
}
