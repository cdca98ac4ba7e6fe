'use client'
import type { RequestCard } from '@/lib/ops/requests'
import { BREAK_GLASS } from '@/lib/routes'
import { RefusableButton } from '../../ops/action-button'
import { lazyComponent } from '../../ui/lazy-component'
import { useShown } from '../../ui/use-panel'

const BreakGlassDialog = lazyComponent(() =>
  import('./break-glass-dialog').then((m) => m.BreakGlassDialog),
)

/** Opens the dialog to send one's own request without approval. The address keeps it open during the new sign-in. */
export function BreakGlassButton({ card }: { card: RequestCard }) {
  const { shown, show, hide } = useShown(BREAK_GLASS)
  const offer = card.breakGlassOffer
  if (!offer) return null
  return (
    <>
      <RefusableButton
        variant="quiet"
        whyNot={offer.whyNot ?? undefined}
        aria-haspopup="dialog"
        onPress={() => void show('1')}
      >
        <svg aria-hidden className="icon-[siren]" /> Break glass…
      </RefusableButton>
      {shown !== null && offer.whyNot === null && (
        <BreakGlassDialog card={card} offer={offer} onClose={() => void hide()} />
      )}
    </>
  )
}
