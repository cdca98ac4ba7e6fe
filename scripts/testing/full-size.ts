/** Whether tests of rare cases run in their full number: `npm run bench:faults` sets it. */
export const isFullSize = process.env.GATEHOUSE_FULL_SIZE === '1'

/** Whether walks over all operations try what is slow on one operation of each kind: `npm run check` sets it. */
export const isQuick = process.env.GATEHOUSE_QUICK === '1'

/** How often to try: `few` times in `npm test`, `all` times in `npm run bench:faults`. */
export const times = (few: number, all: number): number => (isFullSize ? all : few)

/** Prints what a test tried and what came of it, such as `D3 approve and deny: 500 tried, 0 lost, 0 doubled, 500 refused`. */
export function report(what: string, counts: Record<string, number>): void {
  const parts = Object.entries(counts).map(([name, n]) => `${n} ${name}`)
  console.log(`${what}: ${parts.join(', ')}`)
}
