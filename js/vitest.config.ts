import { readFile } from "node:fs/promises"
import { defineConfig, type Plugin } from "vitest/config"

/** A stylesheet is its text, as in `build.mjs`. */
const stylesheets: Plugin = {
  name: "stylesheets",
  enforce: "pre",
  async resolveId(source, importer) {
    if (!source.endsWith(".css")) return null
    const resolved = await this.resolve(source, importer, { skipSelf: true })
    return resolved === null ? null : `\0${resolved.id}.text`
  },
  async load(id) {
    if (!id.startsWith("\0") || !id.endsWith(".css.text")) return null
    const source = await readFile(id.slice(1, -".text".length), "utf8")
    return `export default ${JSON.stringify(source)}`
  },
}

export default defineConfig({
  plugins: [stylesheets],
  test: {
    include: ["test/**/*.test.ts"],
    environment: "happy-dom",
    // Generous, for machines that do other things too: no test waits for real time.
    testTimeout: 30_000,
  },
})
