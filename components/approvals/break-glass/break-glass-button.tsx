'use client'
import { useAddress } from '@/lib/client/use-address'
import type { RequestCard } from '@/lib/ops/requests'
import { BREAK_GLASS } from '@/lib/routes'
import { RefusableButton } from '../../ops/action-button'
import { lazyComponent } from '../../ui/lazy-component'

const BreakGlassDialog = lazyComponent(() =>
  import('./break-glass-dialog').then((m) => m.BreakGlassDialog),
)

/** Opens the dialog to send one's own request without approval. The address keeps it open during the new sign-in. */
export function BreakGlassButton({ card }: { card: RequestCard }) {
  const address = useAddress()
  const offer = card.breakGlassOffer
  if (!offer) return null
  const set = (isOpen: boolean) => address.set({ [BREAK_GLASS]: isOpen ? '1' : null })
  return (
    <>
      <RefusableButton
        variant="quiet"
        whyNot={offer.whyNot ?? undefined}
        aria-haspopup="dialog"
        onPress={() => set(true)}
      >
        <svg aria-hidden className="icon-[siren]" /> Break glass…
      </RefusableButton>
      {address.get(BREAK_GLASS) !== null && offer.whyNot === null && (
        <BreakGlassDialog card={card} offer={offer} onClose={() => set(false)} />
      )}
    </>
  )
}
