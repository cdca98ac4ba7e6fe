import { upperFirst } from '@/lib/format/words'
import type { Machine, MachineSecret } from '@/lib/ops/machines'
import { Badge, type Tone } from '../ui/badge'
import { statusStyles } from '../ui/state-badge'

type Attention = Machine['attention'][number]

const badges: Record<Attention, readonly [word: string, tone: Tone, icon: string]> = {
  'no-binding': ['No binding', 'warn', 'icon-[lock-keyhole]'],
  ownerless: ['Ownerless', 'bad', 'icon-[user-x]'],
  unused: ['Unused for 90 days', 'warn', 'icon-[rotate-ccw-clock]'],
  'ends-soon': ['Ends within 14 days', 'warn', 'icon-[clock]'],
  'no-credential': ['No credential', 'neutral', 'icon-[key-round]'],
}

export const attentionWord = (one: Attention): string => badges[one][0]

/** What stands out about a machine. */
export const AttentionBadges = ({ attention }: Pick<Machine, 'attention'>) =>
  attention.map((one) => {
    const [word, tone, icon] = badges[one]
    return (
      <Badge key={one} tone={tone} icon={<svg aria-hidden className={icon} />}>
        {word}
      </Badge>
    )
  })

export const machineStates = statusStyles({
  active: ['Active', 'good'],
  ended: ['Ended', 'idle'],
  revoked: ['Revoked', 'bad'],
} satisfies Record<Machine['state'], Parameters<typeof statusStyles>[0][string]>)

export const secretStates = statusStyles({
  active: ['Valid', 'good'],
  expired: ['Expired', 'idle'],
  revoked: ['Revoked', 'bad'],
} satisfies Record<MachineSecret['state'], Parameters<typeof statusStyles>[0][string]>)

/** What is wrong with an owner; undefined: nothing. */
export const ownerWord = ({ state }: Machine['owner']): string | undefined =>
  ({
    active: undefined,
    away: 'Has not signed in for 90 days',
    'no-role': 'No longer has a role',
    gone: 'No longer known',
  })[state]

/** A binding in words: `Operator in the project payments-prod`. */
export const bindingWord = ({ role, where }: Machine['bindings'][number]): string =>
  `${upperFirst(role)} ${where}`
