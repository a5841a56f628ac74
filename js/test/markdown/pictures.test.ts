/** What is a picture is for its first bytes to say. */

import { describe, expect, test } from "vitest"
import { MAX_PICTURE_BYTES, MAX_PIXELS } from "../../src/bounds/index.ts"
import { isAllowedPlace } from "../../src/markdown/allowed-places.ts"
import { base64Picture, dataPicture, pictureType } from "../../src/markdown/pictures.ts"

const base64 = (bytes: readonly number[]) => btoa(String.fromCharCode(...bytes))
const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0))
const big = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff)

const png = (width: number, height: number) => [
  ...letters("\x89PNG\r\n\x1a\n"),
  ...[0, 0, 0, 13],
  ...letters("IHDR"),
  ...big(width),
  ...big(height),
]
const JPEG = [
  ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0],
  ...[0xff, 0xc0, 0, 11, 8, 0, 20, 0, 10, 1, 1, 0x11, 0],
]
const WEBP = [...letters("RIFF....WEBPVP8X"), ...[10, 0, 0, 0, 0, 0, 0, 0], ...[9, 0, 0, 9, 0, 0]]
const avif = (width: number) => [
  ...big(28),
  ...letters("ftypavif....mif1"),
  ...letters("....ispe"),
  ...[0, 0, 0, 0],
  ...big(width),
  ...big(10),
]

describe("pictures made of pixels are known by their bytes", () => {
  test.each([
    ["image/png", png(10, 10)],
    ["image/jpeg", JPEG],
    ["image/webp", WEBP],
    ["image/avif", avif(10)],
    ["image/gif", letters("GIF89a\x01\0\x01\0")],
  ])("%s, whatever it is called", (type, bytes) => {
    expect(pictureType((at) => bytes[at] ?? -1)).toBe(type)
    expect(dataPicture(`data:image/svg+xml;base64,${base64(bytes)}`)).toBe(
      `data:${type};base64,${base64(bytes)}`,
    )
  })

  test.each([
    ["a drawing", "data:image/svg+xml;base64,PHN2Zy8+"],
    ["a drawing that calls itself a picture", "data:image/png;base64,PHN2Zy8+"],
    ["a page", "data:text/html;base64,R0lGODlhAQABAA=="],
    ["what is no base64", 'data:image/gif;base64,R0lGODlhAQAB"x'],
    ["what is not encoded", "data:image/gif,GIF89a%01%00%01%00"],
    ["what only begins like one", "data:image/gif;base64,R0lG"],
    ["a picture of no size", `data:image/png;base64,${base64(png(0, 10))}`],
    ["nothing", "data:image/png;base64,"],
  ])("%s is none", (_name, href) => {
    expect(dataPicture(href)).toBeNull()
  })
})

describe("the bounds of a picture", () => {
  test.each([
    ["at the bound", MAX_PIXELS / 5000, true],
    ["above it", MAX_PIXELS / 5000 + 1, false],
    ["far above it", 0x7fffffff, false],
  ])("pixels %s", (_name, width, shown) => {
    expect(base64Picture(base64(png(width, 5000))) !== null).toBe(shown)
    expect(base64Picture(base64(avif(width * 500))) !== null).toBe(shown)
  })

  test.each([
    ["at the bound", MAX_PICTURE_BYTES, true],
    ["above it", MAX_PICTURE_BYTES + 3, false],
    ["far above it", 3 * MAX_PICTURE_BYTES, false],
  ])("bytes %s", (_name, bytes, shown) => {
    const head = base64(png(10, 10))
    const data = head + "A".repeat(Math.floor(bytes / 3) * 4 - head.length)
    expect(base64Picture(data) !== null).toBe(shown)
  })
})

describe("places that pictures may come from", () => {
  const places = ["https://host.test/charts/", "not an address", "https://open.test/"]

  test.each([
    ["https://host.test/charts/a.png", true],
    ["https://host.test/charts/deep/a.png?b=c", true],
    ["https://HOST.test:443/charts/a.png", true],
    ["https://open.test/x", true],
    ["https://host.test/charts", false],
    ["https://host.test/chartsy/a.png", false],
    ["https://host.test/charts/../private/a.png", false],
    ["https://host.test/charts/%2e%2e/private/a.png", false],
    ["https://host.test/charts/..%2fprivate/a.png", false],
    ["http://host.test/charts/a.png", false],
    ["https://host.test:444/charts/a.png", false],
    ["https://host.test.evil.test/charts/a.png", false],
    ["https://host.test@evil.test/charts/a.png", false],
    ["https://evil.test/https://host.test/charts/a.png", false],
    ["//host.test/charts/a.png", false],
  ])("%s: %s", (href, allowed) => {
    expect(isAllowedPlace(href, places)).toBe(allowed)
  })

  test("are none unless somebody names them, in full", () => {
    expect(isAllowedPlace("https://host.test/a.png", [])).toBe(false)
    expect(isAllowedPlace("https://host.test/ab.png", ["https://host.test/a"])).toBe(false)
    expect(isAllowedPlace("http://host.test/a.png", ["http://host.test/"])).toBe(false)
  })
})
