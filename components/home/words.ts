import { roughly } from '@/lib/format/time'
import type { FindingLevel } from '@/lib/ops/fleet'

type Look = { word: string; many: string; icon: string; text: string; soft: string }

/** How a level is shown: a word and an icon, never only a color. */
export const levelLooks: Readonly<Record<FindingLevel, Look>> = {
  bad: {
    word: 'Critical',
    many: 'critical',
    icon: 'icon-[circle-exclamation-point]',
    text: 'text-bad',
    soft: 'bg-bad-soft',
  },
  warn: {
    word: 'Warning',
    many: 'warnings',
    icon: 'icon-[triangle-exclamation-point]',
    text: 'text-warn',
    soft: 'bg-warn-soft',
  },
  info: {
    word: 'Note',
    many: 'notes',
    icon: 'icon-[info]',
    text: 'text-muted',
    soft: 'bg-sunken',
  },
}

/** `2 d`, for a time in the past or in the future. Empty when there is none. */
export const shortAge = (at: string | undefined, now: number): string => {
  const then = at === undefined ? Number.NaN : Date.parse(at)
  return Number.isFinite(then) ? roughly(now - then) : ''
}

/** `49m`, for a narrow cell. */
export const tightAge = (at: string | undefined, now: number): string =>
  shortAge(at, now).replace(/ (\w)\w*$/, '$1')
