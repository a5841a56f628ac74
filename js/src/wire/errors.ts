/** The kernel said something this front end cannot read. The document is as it was before. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError"
}
