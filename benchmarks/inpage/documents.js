/** What engines are given to show: a mixed answer, and one block of every kind that can grow long. */

const MIXED = `## What was found, part %

The **first measurement** took *longer* than expected, see \`run.py\` and [the notes](https://example.org/notes/%).
It was repeated with a warm cache, and then the numbers agreed with what had been measured before.

1. The cache is **cold** at first.
2. Then it is warm:
   - after \`%\` requests,
   - or after a *minute*.

\`\`\`python
def measured(name: str, times: int = %) -> float:
    """Return the median of some runs."""
    runs = [run(name) for _ in range(times)]
    return sorted(runs)[len(runs) // 2]
\`\`\`

| run | seconds | rate |
|-----|--------:|-----:|
| cold | 12.% | 80 |
| warm | 3.% | \`320\` |

> A quote that says what somebody else has said about it, with a [link](https://example.org/q).

The rest follows from the second law, and costs about $5 per run; nothing else is known about it
so far, apart from what stands in the table.

`

const CODE = `def function_%(first, second):
    # what it does is said in a comment
    return first["key"] + second * % - len("text")

`

/** Each document begins with `begin` and then repeats `unit`, in which % is a running number. */
const DOCUMENTS = {
  mixed: { begin: "", unit: MIXED },
  code: { begin: "```\n", unit: CODE },
  "coloured code": { begin: "```python\n", unit: CODE },
  list: { begin: "", unit: "- an item of some words with `code` and **more** (%)\n" },
  "nested list": {
    begin: "",
    unit: "- item % of the list\n  - below it, in *short*\n    1. and deeper, with `code`\n",
  },
  table: {
    begin: "| name | what it is | number |\n|---|---|--:|\n",
    unit: "| row % | some words and `code` | % |\n",
  },
  paragraph: { begin: "", unit: "Words and **more** of them, with `code` and a number, which is %. " },
  lines: { begin: "", unit: "Words and **more** of them, with `code` and a number: %.\n" },
}

/** A document of at least this many characters. */
export function documentOf(kind, characters) {
  const { begin, unit } = DOCUMENTS[kind]
  const parts = [begin]
  for (let number = 1, length = begin.length; length < characters; number++) {
    const part = unit.replaceAll("%", String(number))
    parts.push(part)
    length += part.length
  }
  return parts.join("")
}
