import { Badge } from '../ui/badge'

/** Warns that another account may belong to the same person as the reader or the requester. */
export function Twin({ of }: { of: 'you' | 'requester' }) {
  return (
    <Badge tone="warn">
      {of === 'you' ? 'Has your name or email' : 'Has the requester’s name'}, but is another account
    </Badge>
  )
}
