/**
 * Builds the front end: the modules that the wheel carries, and the one for web pages.
 *
 *     node build.mjs           build, and fail when a budget is exceeded
 *
 * Everything is offline and deterministic: the same sources give the same bytes.
 */

import { existsSync } from "node:fs"
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { build, transform } from "esbuild"
import { minify } from "terser"

const here = dirname(fileURLToPath(import.meta.url))
const wheel = join(here, "..", "src", "nbstream", "static")
const dist = join(here, "dist")

/** What browsers must understand: those that the notebooks of today run in. */
const target = ["chrome120", "firefox121", "safari17.5"]

const KIB = 1024

/** Bytes that one machine's zlib may need more than another's: no build fails for those. */
const ZLIBS = 16

/** Every module, and how large it may be, gzipped. `optional`: built when its source is there. */
const modules = [
  { name: "loader", from: "src/loader.ts", to: wheel, budget: 3 * KIB },
  // 48 until trees, terminals, tables, pictures and decisions came in: any of them may be in a run's
  // first cell. One more for what outlives the view: the handing over, the notebook's own record.
  // Half of one for the hosts that links tell, half of one for the numbers where a text cites,
  // half of one for the parts of long documents and for the arrow keys of trees.
  // And a tenth, for what a caller's own function breaks, and for labels defined late. What came
  // since, such as buttons that move under a pointer, the engine has made room for. Half of
  // one for presses that began at another question, for this machine's other names and for hosts
  // that formulas spell.
  { name: "core", from: "src/widget.ts", to: wheel, budget: 59.1 * KIB },
  { name: "code", from: "src/colour/index.ts", to: wheel, budget: 64 * KIB, optional: true },
  // Carried once there is a conversation: notebooks without one never pay for it.
  { name: "chat", from: "src/chat/index.ts", to: wheel, budget: 16 * KIB, later: true },
  { name: "math", from: "src/math/index.ts", to: wheel, budget: 72 * KIB, optional: true },
  // For the engine in the kernel: it never travels. Both hold all of the above, and grew with the core;
  // two KiB more for what links tell and for the bound of a text.
  { name: "static", from: "src/static/index.ts", to: wheel, budget: 166.6 * KIB, stays: true },
  { name: "nbstream", from: "src/standalone.ts", to: dist, budget: 164 * KIB },
]

/**
 * All that travels to a notebook together, gzipped; 160 KiB until the core grew, as it says. And three
 * tenths, for the views that a busy page gives up when it is loaded.
 */
const TOTAL_BUDGET = 164.6 * KIB

/** A stylesheet becomes its text: the renderer gives it to the page or the shadow root itself. */
const stylesheets = {
  name: "stylesheets",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8")
      const { code } = await transform(source, { loader: "css", minify: true, target })
      return { contents: code.trim(), loader: "text" }
    })
  },
}

/** Dialects of SQL and relatives of C as CodeMirror exports them, of which these are asked for. */
const DIALECT = /^export const (\w+) = (?:sql|clike)\(\{$.*?^\}\);?$/gms
const KEPT = new Set(["c", "cpp", "csharp", "dart", "java", "kotlin", "objectiveC", "scala"])

/** Leaves out the other ones: each is made by a call, which a bundler may not leave out by itself. */
const unusedDialects = {
  name: "unused dialects",
  setup({ onLoad }) {
    onLoad({ filter: /legacy-modes.mode.(?:sql|clike)\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8")
      const contents = source.replace(DIALECT, (whole, name) => (KEPT.has(name) ? whole : ""))
      return { contents, loader: "js" }
    })
  },
}

/**
 * What the markdown engine itself weighs: parser, inlines, and all that makes elements of them. It
 * is measured as it travels, and never written.
 */
const ENGINE = {
  name: "markdown engine",
  budget: 16 * KIB,
  stdin: {
    resolveDir: join(here, "src/markdown"),
    contents: ["parser", "paint/painter", "dom-sink"]
      .map((part) => `export * from "./${part}.ts"`)
      .join("\n"),
  },
  // What may be shown of a text is safety's; the table of characters' names has its own budget.
  without: /\/(?:urls|pictures|visible)\.ts$|\.\.\/entities\.ts$/,
}
const ENTITIES = { name: "named entities", budget: 14 * KIB, from: "src/markdown/entities.ts" }

const leftOut = (pattern) => ({
  name: "left out",
  setup: ({ onResolve }) => {
    if (pattern) onResolve({ filter: pattern }, ({ path }) => ({ path, external: true }))
  },
})

async function bundled({ from, stdin, without, stays = false, travels = true }) {
  const { outputFiles, metafile } = await build({
    absWorkingDir: here,
    metafile: true,
    ...(stdin ? { stdin } : { entryPoints: [from] }),
    bundle: true,
    minify: true,
    // The engine runs scripts, and finds its functions by a name.
    ...(stays ? { format: "iife", globalName: "nbstream" } : { format: "esm" }),
    target,
    charset: "utf8",
    legalComments: "none",
    plugins: [stylesheets, unusedDialects, leftOut(without)],
    write: false,
  })
  checkContained(Object.keys(metafile.inputs))
  return travels ? smaller(outputFiles[0].text) : outputFiles[0].contents
}

/** Whose code gets in, that one's licence is listed. */
function checkContained(paths) {
  for (const path of paths) {
    const [, name] = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path) ?? []
    if (name !== undefined && !CONTAINED.includes(name))
      throw new Error(`${name} is in a module: list it in CONTAINED, so that its licence travels`)
  }
}

/** What esbuild leaves: without this, what travels is four KiB larger, gzipped. */
async function smaller(source) {
  // What is called once is called still, and `x === 1` stays: both repeat what stands elsewhere.
  const compress = { passes: 3, inline: 1, lhs_constants: false }
  const { code } = await minify(source, { module: true, ecma: 2022, compress })
  return Buffer.from(code)
}

/** Packages whose code the modules contain, and whose licences ask to travel with it. */
const CONTAINED = ["@codemirror/legacy-modes", "temml"]

async function licences() {
  const texts = CONTAINED.map(async (name) => {
    const text = await readFile(join(here, "node_modules", name, "LICENSE"), "utf8")
    return `${name}\n\n${text.trim()}\n`
  })
  return (await Promise.all(texts)).join("\n\n")
}

async function main() {
  const over = []
  const built = new Set()
  let total = 0
  for (const module of modules) {
    if (module.optional && !existsSync(join(here, module.from))) continue
    const travels = module.to === wheel && !module.stays
    const contents = await bundled({ ...module, travels })
    const gzipped = gzipSync(contents, { level: 9 }).length
    if (travels && !module.later) total += gzipped
    await put(join(module.to, `${module.name}.js`), contents)
    built.add(`${module.name}.js`)
    console.log(line(`${module.name}.js`, contents.length, gzipped, module.budget))
    if (gzipped > module.budget + ZLIBS) over.push(module.name)
  }
  for (const part of [ENGINE, ENTITIES]) {
    // Imports of what is left out stand in no module that travels.
    const source = (await bundled(part)).toString().replace(/import\{[^}]*\}from"[^"]*";/g, "")
    const gzipped = gzipSync(source, { level: 9 }).length
    console.log(line(`  ${part.name}`, null, gzipped, part.budget))
    if (gzipped > part.budget + ZLIBS) over.push(part.name)
  }
  console.log(line("in a notebook", null, total, TOTAL_BUDGET))
  if (total > TOTAL_BUDGET + ZLIBS) over.push("all together")
  built.add("licences.txt")
  for (const folder of [wheel, dist]) {
    await put(join(folder, "licences.txt"), await licences())
    await removeOthers(folder, built)
  }
  if (over.length === 0) return
  console.error(`over budget: ${over.join(", ")}; make it smaller, or argue for a larger budget`)
  process.exitCode = 1
}

/** A notebook that is being served meanwhile sees the old file or the new one, never half of one. */
async function put(path, contents) {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.new`, contents)
  await rename(`${path}.new`, path)
}

/** What an earlier build left behind must not end up in a wheel. */
async function removeOthers(folder, built) {
  for (const name of await readdir(folder)) {
    if (!built.has(name)) await rm(join(folder, name), { recursive: true })
  }
}

function line(name, bytes, gzipped, budget) {
  const size = bytes === null ? "" : kib(bytes)
  return `${name.padEnd(17)} ${size.padStart(10)}  ${kib(gzipped).padStart(9)} gz of ${kib(budget)}`
}

function kib(bytes) {
  return `${(bytes / KIB).toFixed(1)} KiB`
}

await main()
