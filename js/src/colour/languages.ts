/** Which mode colours which language, by all the names that people give it. */

import {
  c,
  cpp,
  csharp,
  dart,
  java,
  kotlin,
  objectiveC,
  scala,
} from "@codemirror/legacy-modes/mode/clike"
import { css, less, sCSS } from "@codemirror/legacy-modes/mode/css"
import { diff } from "@codemirror/legacy-modes/mode/diff"
import { dockerFile } from "@codemirror/legacy-modes/mode/dockerfile"
import { go } from "@codemirror/legacy-modes/mode/go"
import { javascript, json, typescript } from "@codemirror/legacy-modes/mode/javascript"
import { julia } from "@codemirror/legacy-modes/mode/julia"
import { lua } from "@codemirror/legacy-modes/mode/lua"
import { powerShell } from "@codemirror/legacy-modes/mode/powershell"
import { properties } from "@codemirror/legacy-modes/mode/properties"
import { python } from "@codemirror/legacy-modes/mode/python"
import { r } from "@codemirror/legacy-modes/mode/r"
import { ruby } from "@codemirror/legacy-modes/mode/ruby"
import { rust } from "@codemirror/legacy-modes/mode/rust"
import { shell } from "@codemirror/legacy-modes/mode/shell"
import { stex } from "@codemirror/legacy-modes/mode/stex"
import { swift } from "@codemirror/legacy-modes/mode/swift"
import { toml } from "@codemirror/legacy-modes/mode/toml"
import { xml } from "@codemirror/legacy-modes/mode/xml"
import { yaml } from "@codemirror/legacy-modes/mode/yaml"
import { html } from "./html.ts"
import { markdown } from "./markdown.ts"
import type { Mode } from "./mode.ts"
import { php } from "./php.ts"
import { sessionOf } from "./session.ts"
import { sql } from "./sql.ts"

const shellSession = sessionOf(
  shell as unknown as Mode,
  /^(?:\([\w.-]+\) ?)?(?:[\w.@:~/-]+)?[$%#❯] /,
)
const pythonSession = sessionOf(
  python as unknown as Mode,
  /^(?:(?:>>>|\.\.\.)(?: |$)|(?:In \[\d*\]: | {3,}\.\.\.: ))/,
)

/** A mode some of whose tokens are better called something else. */
function renaming(mode: unknown, better: (token: string, text: string) => string): Mode {
  const { token, ...rest } = mode as Mode
  return {
    ...rest,
    token(stream, state) {
      const name = token(stream, state)
      return name ? better(name, stream.current()) : name
    },
  }
}

const yamlKeys = renaming(yaml, (token) => (token === "atom" ? "propertyName" : token))
const iniValues = renaming(properties, (token) => (token === "quote" ? "string" : token))
// Go's mode takes the dot of `fmt.Println` for a number.
const goDots = renaming(go, (token, text) => (text === "." ? "punctuation" : token))

/** A language's names, lower case, and its mode. */
export const LANGUAGES: readonly (readonly [string, unknown])[] = [
  ["python py python3 py3 pyi ipython ipython3 gyp sage", python],
  ["pycon pytb python-console", pythonSession],
  ["json jsonc json5 jsonl ndjson geojson ipynb webmanifest", json],
  ["javascript js jsx mjs cjs node", javascript],
  ["typescript ts tsx mts cts", typescript],
  ["bash sh shell zsh ksh fish shellscript shell-script", shell],
  ["console terminal shell-session shellsession sh-session bash-session", shellSession],
  [
    "sql mysql postgresql postgres pgsql psql plsql plpgsql sqlite sqlite3 tsql mssql mariadb " +
      "bigquery snowflake duckdb hive sparksql",
    sql,
  ],
  ["yaml yml", yamlKeys],
  ["toml", toml],
  ["html htm xhtml html5 vue svelte", html],
  ["xml svg xsl xslt xsd rss atom plist mathml", xml],
  ["css", css],
  ["scss sass", sCSS],
  ["less", less],
  ["markdown md mdx mkd gfm", markdown],
  ["diff patch udiff", diff],
  ["rust rs", rust],
  ["go golang", goDots],
  ["java", java],
  ["c h", c],
  ["cpp c++ cxx cc hpp hxx h++ hh cuda cu arduino ino", cpp],
  ["csharp c# cs", csharp],
  ["objectivec objective-c objc obj-c", objectiveC],
  ["dart", dart],
  ["kotlin kt kts", kotlin],
  ["scala sbt", scala],
  ["ruby rb rake gemspec", ruby],
  ["r rscript splus", r],
  ["julia jl", julia],
  ["latex tex", stex],
  ["dockerfile docker containerfile", dockerFile],
  ["powershell ps ps1 pwsh psm1", powerShell],
  ["php php3 php4 php5 phtml", php],
  ["swift", swift],
  ["lua", lua],
  ["ini properties cfg conf dotenv env editorconfig", iniValues],
]

const modes = new Map(
  LANGUAGES.flatMap(([names, mode]) => names.split(" ").map((name) => [name, mode as Mode])),
)

/** The mode for a language as it is named behind a fence; null if there is none. */
export function modeFor(language: string): Mode | null {
  return modes.get(language.toLowerCase()) ?? null
}
