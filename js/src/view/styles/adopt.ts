/** The styles of every view. */

import activity from "./activity.css"
import { adopter } from "./adopter.ts"
import base from "./base.css"
import blocks from "./blocks.css"
import code from "./code.css"
import json from "./json.css"
import markdown from "./markdown.css"
import math from "./math.css"
import terminal from "./terminal.css"
import tool from "./tool.css"

/** All styles, for whoever needs them as text. */
export const STYLES = [base, markdown, code, math, blocks, tool, json, terminal, activity].join(
  "\n",
)

/** Style what stands in an element; see `adopter`. */
export const adoptStyles = adopter(STYLES)
