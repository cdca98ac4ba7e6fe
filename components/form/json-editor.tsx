'use client'
import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from '@codemirror/language'
import { lintGutter, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useRef } from 'react'
import { codeOf, HIDDEN } from '@/lib/format/invisible'
import type { PlacedProblem } from '../data/json-text'
import { editorLook } from './json-editor-look'

const PAUSE_MS = 250

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: tags.number, color: 'var(--warn)' },
  { tag: [tags.bool, tags.null], color: 'var(--bad)' },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: 'var(--muted)' },
])

/** Written out as everywhere else; joiners and the emoji sign stay, since they are part of how letters and emoji look. */
const hidden = new RegExp(`(?![\\u200c\\u200d\\ufe0f])${HIDDEN.source}`, 'gu')
const hiddenShown = highlightSpecialChars({
  specialChars: hidden,
  render: (code) => {
    const shown = document.createElement('span')
    shown.className = 'text-warn'
    shown.textContent = `[${codeOf(String.fromCodePoint(code))}]`
    return shown
  },
})

const always = [
  hiddenShown,
  lineNumbers(),
  foldGutter(),
  codeFolding(),
  lintGutter(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  closeBrackets(),
  highlightActiveLine(),
  highlightSelectionMatches(),
  EditorState.tabSize.of(2),
  json(),
  syntaxHighlighting(highlight),
  editorLook,
  keymap.of([
    ...closeBracketsKeymap,
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...foldKeymap,
    indentWithTab,
  ]),
]

type Props = {
  value: string
  /** Called when typing pauses and when the editor is left, not at each key. */
  onChange: (text: string) => void
  onLeave: () => void
  problems: readonly PlacedProblem[]
  /** ARIA attributes of the text box. */
  attributes: Record<string, string>
  /** Receives a way to focus the text. */
  onReady: (handle: { focus: () => void }) => void
}

/** The editor of a JsonField, loaded when a form has one. It holds the text and reports it when typing pauses. */
export default function JsonEditor({
  value,
  onChange,
  onLeave,
  problems,
  attributes,
  onReady,
}: Props) {
  const box = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const told = useRef(value)
  const said = useRef(new Compartment())
  const latest = useRef({ onChange, onLeave })
  latest.current = { onChange, onLeave }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; what changes is handed to it below
  useEffect(() => {
    if (!box.current) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const tell = () => {
      clearTimeout(timer)
      timer = undefined
      const text = made.state.doc.toString()
      if (text === told.current) return
      told.current = text
      latest.current.onChange(text)
    }
    const made = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: told.current,
        extensions: [
          ...always,
          said.current.of(EditorView.contentAttributes.of(attributes)),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return
            clearTimeout(timer)
            timer = setTimeout(tell, PAUSE_MS)
          }),
          EditorView.domEventHandlers({
            blur: () => {
              tell()
              latest.current.onLeave()
            },
          }),
        ],
      }),
    })
    view.current = made
    onReady({ focus: () => made.focus() })
    return () => {
      tell()
      made.destroy()
      view.current = null
    }
  }, [])

  // A text from outside (a draft, the formatted text); what the editor told itself is there already.
  useEffect(() => {
    if (!view.current || value === told.current) return
    told.current = value
    view.current.dispatch({
      changes: { from: 0, to: view.current.state.doc.length, insert: value },
    })
  }, [value])

  useEffect(() => {
    view.current?.dispatch({
      effects: said.current.reconfigure(EditorView.contentAttributes.of(attributes)),
    })
  }, [attributes])

  useEffect(() => {
    const editor = view.current
    if (!editor) return
    const end = editor.state.doc.length
    const shown = problems.map(({ from, to, message }) => ({
      from: Math.min(from, end),
      to: Math.min(to, end),
      severity: 'error' as const,
      message,
    }))
    editor.dispatch(setDiagnostics(editor.state, shown))
  }, [problems])

  return <div ref={box} data-keeps-escape />
}
