'use client'
import { useController } from 'react-hook-form'
import { type GrantType, grantTypes, grantWords } from '@/lib/ops/grant'
import { FieldWords, useField } from '../../form/field'
import { RadioCards } from '../../ui/radio-cards'
import { LevelSteps } from './level-steps'

/** The access level, with no default. */
export function LevelField() {
  const { id, error } = useField('input.grantType')
  const { field } = useController({ name: 'input.grantType' })
  return (
    <div ref={field.ref} tabIndex={-1} className="outline-none">
      <RadioCards<GrantType>
        name="level"
        legend="What MongoDB employees can see"
        value={field.value}
        onChange={field.onChange}
        invalid={error !== undefined}
        describedBy={`${id}-error`}
        cards={grantTypes.map((value) => ({
          value,
          title: (
            <span className="grid items-center gap-x-4 gap-y-1 max-sm:mb-1.5 sm:grid-cols-[1fr_8rem]">
              {grantWords[value].name}
              <LevelSteps level={value} labels={false} />
            </span>
          ),
          detail: (
            <>
              {grantWords[value].opens} {grantWords[value].closed}
            </>
          ),
        }))}
      />
      <FieldWords id={id} error={error} />
    </div>
  )
}
