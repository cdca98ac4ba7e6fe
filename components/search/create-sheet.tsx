'use client'
import { useRouter } from 'next/navigation'
import { useFormContext, useWatch } from 'react-hook-form'
import { sameJson } from '@/lib/format/same'
import { createSearchIndex } from '@/lib/ops/search'
import { type IndexType, indexTypes } from '@/lib/ops/search-known'
import { routes } from '@/lib/routes'
import { jsonOf, prettyJson } from '../data/json-text'
import { Field } from '../form/field'
import { OpForm } from '../form/op-form'
import { say } from '../ops/tell'
import { Sheet } from '../ui/dialog'
import { RadioCards } from '../ui/radio-cards'
import { DefinitionField } from './definition-field'
import { templates } from './simple'

type Place = { groupId: string; clusterName: string }

const cards = [
  {
    value: 'search',
    title: 'search',
    detail: 'Full text, autocomplete, facets, filters: $search and $searchMeta.',
  },
  {
    value: 'vectorSearch',
    title: 'vectorSearch',
    detail: 'Nearest vectors of embeddings: $vectorSearch.',
  },
] as const

/** Makes a search index: names, kind and definition. */
export function CreateSheet({
  place,
  collections,
  onClose,
}: {
  place: Place
  /** `[database, collection]` of the indexes that are there, to choose from. */
  collections: ReadonlyArray<readonly [database: string, collection: string]>
  onClose: () => Promise<unknown>
}) {
  const router = useRouter()
  return (
    <Sheet
      open
      size="lg"
      onOpenChange={(open) => !open && void onClose()}
      title="Create a search index"
      description="Atlas takes it at once and builds it on every host. It answers queries when it is built."
    >
      <OpForm
        op={createSearchIndex}
        start={{
          ...place,
          database: '',
          collectionName: '',
          name: '',
          type: 'search',
          definition: prettyJson(templates.search),
        }}
        submit="Create the index"
        pending="Creating…"
        onCancel={() => void onClose()}
        onDone={async ({ data, requestId }, input) => {
          void say(`“${input.name}” waits to be built`, { requestId })
          // First: closing writes the address as well, and “back” must not open this again.
          await onClose()
          if (data?.indexID)
            router.push(routes.searchIndex(place.groupId, place.clusterName, data.indexID))
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            name="database"
            label="Database"
            list="search-databases"
            spellCheck={false}
            autoCapitalize="off"
          />
          <Field
            name="collectionName"
            label="Collection"
            list="search-collections"
            spellCheck={false}
            autoCapitalize="off"
            hint="It should exist: Atlas takes any name and builds an empty index."
          />
        </div>
        <Known collections={collections} />
        <Field
          name="name"
          label="Name of the index"
          spellCheck={false}
          autoCapitalize="off"
          hint="Queries name it; “default” is what they take when they name none. It cannot be changed later."
        />
        <TypeAndDefinition />
      </OpForm>
    </Sheet>
  )
}

/** What the browser offers while a name is typed: collections that have indexes. */
function Known({ collections }: { collections: ReadonlyArray<readonly [string, string]> }) {
  const database: unknown = useWatch({ name: 'database' })
  const databases = [...new Set(collections.map(([d]) => d))]
  const here = collections.filter(([d]) => database === '' || d === database).map(([, c]) => c)
  return (
    <>
      <datalist id="search-databases">
        {databases.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id="search-collections">
        {[...new Set(here)].map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  )
}

const isType = (value: unknown): value is IndexType => indexTypes.some((t) => t === value)

/** Another kind starts from its own definition, unless something was typed. */
function TypeAndDefinition() {
  const form = useFormContext()
  const chosen: unknown = useWatch({ name: 'type' })
  const type = isType(chosen) ? chosen : 'search'
  const choose = (next: IndexType) => {
    const isUntouched = sameJson(jsonOf(form.getValues('definition')), templates[type])
    form.setValue('type', next, { shouldDirty: true })
    form.clearErrors('definition')
    if (isUntouched) form.setValue('definition', prettyJson(templates[next]))
  }
  return (
    <>
      <RadioCards
        name="type"
        legend="Kind"
        columns={2}
        cards={cards}
        value={type}
        onChange={choose}
      />
      <DefinitionField key={type} type={type} />
    </>
  )
}
