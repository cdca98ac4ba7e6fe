'use client'
import { useState } from 'react'
import { updateSearchIndex } from '@/lib/ops/search'
import { openedOf } from '@/lib/ops/search-opened'
import type { SearchIndex } from '@/lib/ops/search-shapes'
import { FormSheetOpen } from '../blocks/form-sheet-open'
import { jsonOf, prettyJson } from '../data/json-text'
import { Banner } from '../ui/banner'
import { DefinitionField } from './definition-field'

type Opened = ReturnType<typeof openedOf>
const fieldsOf = (now: unknown) => ({
  // What was read again, which is in this shape.
  definition: prettyJson(jsonOf((now as Opened).latestDefinition)),
})

/** The form that replaces the definition of an index. */
export function ChangeSheet({
  place,
  index,
  onClose,
}: {
  place: { groupId: string; clusterName: string; indexId: string }
  index: SearchIndex
  onClose: () => void
}) {
  // As it was when the form opened; the page behind it keeps refreshing.
  const [opened] = useState(() => openedOf(index))
  return (
    <FormSheetOpen
      op={updateSearchIndex}
      size="lg"
      title={`Edit “${opened.name}”`}
      description="This replaces the whole definition, so anything you leave out is removed. The current version keeps serving until the new one is built."
      start={{ ...place, ...fieldsOf(opened), opened }}
      changes={{
        was: (input) => jsonOf(input.opened.latestDefinition),
        to: (input) => jsonOf(input.definition),
        label: 'The index definition',
        ordered: true,
      }}
      opened={{ label: 'The index', start: fieldsOf }}
      onClose={onClose}
    >
      {opened.type && opened.type !== 'search' && opened.type !== 'vectorSearch' && (
        <Banner tone="warn" title={`Unknown index type: ${opened.type}`}>
          Gatehouse sends the definition without checking it.
        </Banner>
      )}
      <DefinitionField
        type={opened.type === 'vectorSearch' ? 'vectorSearch' : 'search'}
        held={opened.latestDefinition}
      />
    </FormSheetOpen>
  )
}
