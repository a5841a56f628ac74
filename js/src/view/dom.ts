/** The few things that every view does to the page. */

type Child = Node | string

/** Make an element; strings become text nodes. The class names are ours, never a model's. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag)
  if (className !== "") made.className = className
  made.append(...children)
  return made
}

/** Give an element this text, and leave it alone when it has it: a selection inside survives. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text
}

/** Show or hide without taking the element out of the page. */
export function show(target: HTMLElement, shown: boolean): void {
  if (target.hidden === shown) target.hidden = !shown
}
