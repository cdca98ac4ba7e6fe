'use client'
import { useEffect, useId, useState } from 'react'
import { Input } from '../ui/input'

const PAUSE_MS = 300
type Filter = { type: string; request: string }

/** Filters the whole log on the server. The table's own search sees only the loaded rows. */
export function AuditFilter({
  type,
  request,
  onChange,
}: Filter & { onChange: (change: { [K in keyof Filter]: string | null }) => void }) {
  const id = useId()
  const [typed, setTyped] = useState<Filter>({ type, request })
  useEffect(() => setTyped({ type, request }), [type, request])
  useEffect(() => {
    if (typed.type === type && typed.request === request) return
    const timer = setTimeout(
      () => onChange({ type: typed.type.trim() || null, request: typed.request.trim() || null }),
      PAUSE_MS,
    )
    return () => clearTimeout(timer)
  }, [typed, type, request, onChange])
  const field = (name: keyof Filter, label: string, placeholder: string) => (
    <div className="min-w-0 flex-1 basis-52 sm:max-w-72">
      <label htmlFor={`${id}-${name}`} className="mb-1 block text-muted text-xs">
        {label}
      </label>
      <Input
        id={`${id}-${name}`}
        value={typed[name]}
        placeholder={placeholder}
        spellCheck={false}
        maxLength={name === 'type' ? 60 : 40}
        onChange={(event) => setTyped((was) => ({ ...was, [name]: event.target.value }))}
      />
    </div>
  )
  return (
    <search className="flex flex-wrap gap-3">
      {field('type', 'Event', 'request.approved')}
      {field('request', 'Request ID', 'request ID')}
    </search>
  )
}
