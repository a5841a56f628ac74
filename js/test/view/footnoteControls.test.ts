/** Footnotes and their numbers lead to each other, by mouse and keyboard. */

import { expect, test } from "vitest"
import { isControl, mountMarkdown } from "../../src/standalone.ts"

function page(text: string) {
  const main = document.createElement("main")
  document.body.append(main)
  const mounted = mountMarkdown(main)
  mounted.write(text)
  mounted.end()
  const numbers = [...main.querySelectorAll<HTMLElement>("sup")]
  const notes = [...main.querySelectorAll<HTMLElement>(".nbs-footnotes li")]
  const reached: Element[] = []
  for (const place of [...numbers, ...notes]) place.scrollIntoView = () => reached.push(place)
  const press = (place: Element | undefined) =>
    place?.querySelector<HTMLElement>(":scope > button")?.click()
  return { main, numbers, notes, reached, press, mounted }
}

test("a number leads to its footnote, and that back to the number it was reached by", () => {
  const { numbers, notes, reached, press } = page("a[^x] b[^y] c[^x]\n\n[^y]: Y\n\n[^x]: X\n")
  press(numbers[1])
  press(notes[1])
  press(numbers[2])
  expect(document.activeElement).toBe(notes[0]?.querySelector("button"))
  press(notes[0])
  expect(document.activeElement).toBe(numbers[2]?.querySelector("button"))
  press(notes[1])
  expect(reached).toEqual([notes[1], numbers[1], notes[0], numbers[2], numbers[1]])
})

test("a footnote far down a long list is reached too", () => {
  const all = Array.from({ length: 100 }, (_, at) => at)
  const { numbers, notes, reached, press } = page(
    `${all.map((at) => `a[^${at}]`).join(" ")}\n\n${all.map((at) => `[^${at}]: ${at}\n`).join("")}`,
  )
  press(numbers[90])
  expect(notes).toHaveLength(100)
  expect(reached).toEqual([notes[90]])
})

test("the buttons are ours, say what they do, and are no part of the text", () => {
  const { main, mounted } = page("a[^x]\n\n[^x]: X\n")
  const buttons = [...main.querySelectorAll("button")]
  expect(buttons.map(({ title }) => title)).toEqual(["To the footnote", "Back to the text"])
  expect(buttons.every(isControl)).toBe(true)
  expect(main.textContent).toBe("a1X")
  expect(main.querySelector("[id]")).toBeNull()
  expect(mounted.html()).not.toContain("button")
})

test("a footnote that is still being written does not lead back yet", () => {
  const main = document.createElement("main")
  const mounted = mountMarkdown(main)
  mounted.write("a[^x]\n\n[^x]: X")
  mounted.write(" and\n    more")
  mounted.flush()
  expect(main.querySelectorAll(".nbs-footnotes button")).toHaveLength(0)
  mounted.end()
  expect(main.querySelectorAll(".nbs-footnotes button")).toHaveLength(1)
})
