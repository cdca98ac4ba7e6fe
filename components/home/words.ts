import { roughly } from '@/lib/format/time'

/** `2 d`, for a time in the past or in the future. Empty when there is none. */
export const shortAge = (at: string | undefined, now: number): string => {
  const then = at === undefined ? Number.NaN : Date.parse(at)
  return Number.isFinite(then) ? roughly(now - then) : ''
}

/** `49m`, for a narrow cell. */
export const tightAge = (at: string | undefined, now: number): string =>
  shortAge(at, now).replace(/ (\w)\w*$/, '$1')
