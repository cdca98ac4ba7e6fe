import type { FindingLevel } from '@/lib/ops/fleet'
import { routes } from '@/lib/routes'

/** `Contoso / payments-prod`, or the organization alone. */
export const placeName = (at: { orgName: string; groupName: string | null }): string =>
  at.groupName ? `${at.orgName} / ${at.groupName}` : at.orgName

type Look = { word: string; many: string; icon: string; text: string; soft: string }

/** How a level is shown: a word and an icon, never only a color. */
export const levelLooks: Readonly<Record<FindingLevel, Look>> = {
  bad: {
    word: 'Critical',
    many: 'critical',
    icon: 'icon-[circle-alert]',
    text: 'text-bad',
    soft: 'bg-bad-soft',
  },
  warn: {
    word: 'Warning',
    many: 'warnings',
    icon: 'icon-[triangle-alert]',
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

/** The list of all that a check found at a place, or only of one level. */
export const foundAt = (at: {
  checkLabel: string
  orgName: string
  groupName: string | null
  level?: FindingLevel
}): string =>
  routes.findings({
    only: [
      `checkLabel:${at.checkLabel}`,
      `orgName:${at.orgName}`,
      ...(at.groupName === null ? [] : [`groupName:${at.groupName}`]),
      ...(at.level ? [`level:${levelLooks[at.level].word}`] : []),
    ],
  })
