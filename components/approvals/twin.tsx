import { Badge } from '../ui/badge'

/** Says that an account looks like the reader's own, or like the requester's: it may be the same person. */
export function Twin({ of }: { of: 'you' | 'requester' }) {
  return (
    <Badge tone="warn">
      {of === 'you' ? 'Has your name or email' : 'Has the requester’s name'}, but is another account
    </Badge>
  )
}
