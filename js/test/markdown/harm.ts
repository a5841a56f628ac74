/** What of a text's elements must not be there: every tag, attribute and value that is not known. */

const TAGS =
  /^(?:p|h[1-6]|em|strong|del|code|pre|ul|ol|li|blockquote|hr|br|table|thead|tbody|tr|th|td|a|sup|span|div|input|img)$/
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  class: /^(?:nbs-[a-z-]+(?: nbs-display)?|language-[\w+#.-]{1,40}|)$/,
  dir: /^(?:auto|rtl)$/,
  start: /^\d{1,9}$/,
  align: /^(?:left|center|right)$/,
  type: /^checkbox$/,
  disabled: /^$/,
  checked: /^$/,
  href: /^(?:https?:\/\/[^\s\\]+|mailto:[^\s]+)$/i,
  target: /^_blank$/,
  rel: /^noopener noreferrer nofollow$/,
  title: /^(?:https?:|mailto:)/i,
  src: /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/]+={0,2}$/,
  alt: /^/,
}

export function harm(element: Element): string[] {
  return [...element.querySelectorAll("*")].flatMap((node) => [
    ...(TAGS.test(node.localName) ? [] : [`<${node.localName}>`]),
    ...[...node.attributes]
      .filter(({ name, value }) => !ATTRIBUTES[name]?.test(value))
      .map(({ name, value }) => `${name}=${value}`),
  ])
}
