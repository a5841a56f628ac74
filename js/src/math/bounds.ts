/** How much one formula may be. Counted in characters and nodes, never in time. */

/** Characters of a formula; a longer one is shown as its source. */
export const MAX_CHARACTERS = 5_000

/** Macros that a formula may expand. Temml's own commands are partly macros: a long one needs many. */
export const MAX_EXPANSIONS = 1_000

/**
 * Characters, expansions and mentions of parameters in a formula that defines macros. Together they
 * bound what it can become, which is their product: each expansion may copy all that stands behind
 * it as often as it mentions a parameter.
 */
export const MAX_DEFINING_CHARACTERS = 300
export const MAX_DEFINING_EXPANSIONS = 30
export const MAX_PARAMETERS = 3

/** Nodes that a formula may consist of. */
export const MAX_NODES = 6_000

/** How deep they may stand in each other: browsers lay formulas out by recursion. */
export const MAX_DEPTH = 96

/** Lengths in a formula: enough for any space or rule that is part of one, in em and in points. */
export const MAX_EM = 20
export const MAX_POINTS = 200

/** Characters of what is said about a formula that cannot be set. */
export const MAX_TROUBLE = 300
