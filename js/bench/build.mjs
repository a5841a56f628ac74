/**
 * Bundles the other engines for the page that measures them beside ours.
 *
 * Their packages have a lock file of their own here, so that none of them is ever installed, or
 * bundled, with the product.
 */

import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const here = dirname(fileURLToPath(import.meta.url))

await build({
  absWorkingDir: here,
  entryPoints: ["rivals.mjs"],
  bundle: true,
  minify: true,
  format: "esm",
  target: "chrome120",
  define: { "process.env.NODE_ENV": '"production"' },
  outfile: join(here, "dist", "rivals.js"),
  logLevel: "warning",
})
