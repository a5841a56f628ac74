/** Gives the page, or the shadow root that a conversation stands in, its styles: once each. */

import { adopter } from "../../view/styles/adopter.ts"
import chat from "./chat.css"

/** The styles of conversations, for whoever needs them as text. */
export const CHAT_STYLES = chat

export const adoptChatStyles = adopter(CHAT_STYLES)
