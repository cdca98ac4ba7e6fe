/** Set by proxy.ts on every request: the path and query of a page, to return to after sign-in. */
export const PATH_HEADER = 'x-gatehouse-path'
