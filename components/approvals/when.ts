import { useZone } from '@/lib/client/use-zone'
import { clockTime, inUtc, inZone } from '@/lib/format/time'

/** Writes times in the reader's zone and in UTC. */
export function useBothZones() {
  const timeZone = useZone()
  return {
    /** `21 Nov 2026, 18:00 CET (21 Nov 2026, 17:00 UTC)`, or UTC alone if that is the reader's zone. */
    inBoth: (at: string | number): string => {
      const [here, utc] = [inZone(at, { timeZone }), inUtc(at)]
      return here === utc ? utc : `${here} (${utc})`
    },
    /** `18:00 here, 17:00 UTC`, or UTC alone if that is the reader's zone. */
    clockInBoth: (at: number): string => {
      const [here, utc] = [clockTime(at, timeZone), clockTime(at, 'UTC')]
      return here === utc ? `${utc} UTC` : `${here} here, ${utc} UTC`
    },
  }
}
