import { Button } from '../ui/button'

/** Says that a form starts with what was typed earlier and not sent. */
export const DraftRestored = ({ onDiscard }: { onDiscard: () => void }) => (
  <p className="flex flex-wrap items-center gap-2 text-muted text-xs">
    <span role="status">Draft restored</span>
    <Button variant="quiet" size="sm" onClick={onDiscard}>
      Discard
    </Button>
  </p>
)
