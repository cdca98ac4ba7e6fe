'use client'
import { MeasurementCharts } from '../blocks/measurement-charts'
import { Sheet } from '../ui/dialog'
import { type Asked, useMeasured } from './measure'

/** Everything Atlas measures of one namespace. */
export function NamespaceSheet({
  asked,
  namespace,
  onClose,
}: {
  asked: Asked
  namespace: string
  onClose: () => void
}) {
  const query = useMeasured(asked, namespace)
  return (
    <Sheet open size="lg" title={namespace} onOpenChange={(open) => open || onClose()}>
      <MeasurementCharts name="namespace" title="Measurements" query={query} />
    </Sheet>
  )
}
