/** From when on the fleet's checks find something. `npm run docs` writes them into docs/fleet.md. */
export const thresholds = {
  /** An access-list entry without an expiry. */
} as const
