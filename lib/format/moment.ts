const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const time = String.raw`(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,3})?`
const iso = new RegExp(String.raw`^(\d{4})-(\d{1,2})-(\d{1,2})[T ,]+${time}\s*(Z|UTC)?$`, 'i')
const inWords = new RegExp(
  String.raw`^(\d{1,2})\.?\s+([a-z]{3})[a-z]*\.?,?\s+(\d{4}),?\s+${time}\s*(Z|UTC)?$`,
  'i',
)

/**
 * A moment as people type it, in UTC: `29 Nov 2026, 08:00`, `2026-11-29 08:00`, `2026-11-29T08:00:00Z`. Gives milliseconds
 * since 1970; undefined for anything else, days that no month has and other zones included.
 */
export function parseMoment(text: string): number | undefined {
  const typed = text.trim()
  const byIso = iso.exec(typed)
  const byWords = inWords.exec(typed)
  const [, a, b, c, h, m, s] = byIso ?? byWords ?? []
  if (a === undefined || b === undefined || c === undefined) return undefined
  const [year, month, day] = byIso
    ? [Number(a), Number(b) - 1, Number(c)]
    : [Number(c), months.indexOf(b.toLowerCase()), Number(a)]
  const [hour, minute, second] = [Number(h), Number(m), Number(s ?? 0)]
  const at = Date.UTC(year, month, day, hour, minute, second)
  const back = new Date(at)
  const isReal =
    back.getUTCMonth() === month &&
    back.getUTCDate() === day &&
    back.getUTCHours() === hour &&
    back.getUTCMinutes() === minute &&
    back.getUTCSeconds() === second
  return isReal ? at : undefined
}
