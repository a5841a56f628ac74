/** PHP, which CodeMirror's collection of modes lacks: a language of C's family with a few ways of its own. */

import { clike } from "@codemirror/legacy-modes/mode/clike"
import type { Mode } from "./mode.ts"
import type { LineStream } from "./stream.ts"
import { words } from "./words.ts"

interface State {
  tokenize: ((stream: LineStream, state: State) => string) | null
}

/** A text that goes on until a line with its name: `<<<NAME`. */
function heredoc(name: string): NonNullable<State["tokenize"]> {
  return (stream, state) => {
    if (stream.sol() && stream.match(new RegExp(`^\\s*${name}\\b`))) state.tokenize = null
    else stream.skipToEnd()
    return "string"
  }
}

export const php = clike({
  name: "php",
  keywords: words(
    "abstract and as break callable case catch class clone const continue declare default do echo " +
      "else elseif empty enddeclare endfor endforeach endif endswitch endwhile enum exit extends " +
      "final finally fn for foreach function global goto if implements include include_once " +
      "instanceof insteadof interface isset list match namespace new or print private protected " +
      "public readonly require require_once return static switch throw trait try unset use var " +
      "while xor yield die parent self",
  ),
  types: words("array bool float int iterable mixed never object string void"),
  defKeywords: words("class function interface namespace trait enum"),
  atoms: words("true false null TRUE FALSE NULL __CLASS__ __DIR__ __FILE__ __FUNCTION__ __LINE__"),
  multiLineStrings: true,
  hooks: {
    $(stream: LineStream) {
      stream.eatWhile(/[\w$\u0080-\uffff]/)
      return "variableName.special"
    },
    "#"(stream: LineStream) {
      // `#[` begins an attribute.
      if (stream.eat("[")) return "meta"
      stream.skipToEnd()
      return "comment"
    },
    "?"(stream: LineStream) {
      return stream.eat(">") ? "meta" : false
    },
    "<"(stream: LineStream, state: State) {
      if (stream.match(/^\?(?:php\b|=)?/i)) return "meta"
      const found = stream.match(/^<<\s*["']?([A-Za-z_]\w*)["']?/) as RegExpMatchArray | null
      if (!found) return false
      state.tokenize = heredoc(found[1] ?? "")
      return "string"
    },
  },
} as never) as unknown as Mode
