import { Copyable } from '../ui/copyable'

/** Both IDs of a provider, labeled so that they aren't mixed up. */
export function ProviderIds({ id, legacyId }: { id: string; legacyId: string | null }) {
  return (
    <span className="grid min-w-0 grid-cols-1 gap-0.5">
      <LabelledId label="ID" value={id} what="provider ID" />
      {legacyId && <LabelledId label="Legacy" value={legacyId} what="legacy provider ID" />}
    </span>
  )
}

function LabelledId({ label, value, what }: { label: string; value: string; what: string }) {
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <span className="w-12 shrink-0 text-2xs text-muted">{label}</span>
      <Copyable value={value} what={what} className="min-w-0" />
    </span>
  )
}
