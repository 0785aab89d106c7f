/**
 * Colors of the page that shows the description of the API: a dark scheme, which the viewer lacks, and badges whose text can
 * be read on their background.
 */
export const referenceStyle = `
html .swagger-ui .opblock .opblock-summary-method { text-shadow: none; }
html .swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1d5fa8; }
html .swagger-ui .opblock.opblock-post .opblock-summary-method { background: #1b6e44; }
html .swagger-ui .opblock.opblock-put .opblock-summary-method { background: #8a5200; }
html .swagger-ui .opblock.opblock-patch .opblock-summary-method { background: #00665c; }
html .swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b3261e; }
html .swagger-ui .btn.authorize { border-color: #1b6e44; color: #1b6e44; }
html .swagger-ui .btn.authorize svg { fill: #1b6e44; }
html .swagger-ui .opblock.opblock-deprecated { opacity: 1; }
html .swagger-ui .opblock.opblock-deprecated .opblock-summary-method { background: #4a5568; }
html .swagger-ui .parameter__in, html .swagger-ui .parameter__deprecated { color: #5b6472; }
html .swagger-ui .microlight code span { color: #ffb4a8 !important; }
html .swagger-ui .json-schema-2020-12-head button { background: none; }
html .swagger-ui .json-schema-2020-12-expand-deep-button { color: #5b6472; }
html .swagger-ui .json-schema-2020-12__constraint--string { background: #8a5200; }
html .swagger-ui .info .title small { background: #4a5568; }
html .swagger-ui .info .title small.version-stamp { background: #3f6212; }
@media (prefers-color-scheme: dark) {
  :root { color-scheme: dark; }
  body { background: #16181d; }
  html .swagger-ui, html .swagger-ui .info .title, html .swagger-ui .info p, html .swagger-ui .opblock-tag, html .swagger-ui .opblock-tag small,
  html .swagger-ui .opblock .opblock-summary-path, html .swagger-ui .opblock .opblock-summary-path a,
  html .swagger-ui .opblock .opblock-summary-description, html .swagger-ui .opblock-description-wrapper p,
  html .swagger-ui .opblock .opblock-section-header h4, html .swagger-ui .opblock .opblock-section-header > label,
  html .swagger-ui table thead tr td, html .swagger-ui table thead tr th, html .swagger-ui .parameter__name, html .swagger-ui .parameter__type,
  html .swagger-ui .parameter__in, html .swagger-ui .response-col_status, html .swagger-ui .response-col_links,
  html .swagger-ui .responses-inner h4, html .swagger-ui .responses-inner h5, html .swagger-ui .tab li, html .swagger-ui .model,
  html .swagger-ui .model-title, html .swagger-ui .prop-type, html .swagger-ui .prop-format, html .swagger-ui section.models h4,
  html .swagger-ui .scheme-container .schemes > label, html .swagger-ui .servers > label, html .swagger-ui .btn, html .swagger-ui label,
  html .swagger-ui .dialog-ux .modal-ux-header h3, html .swagger-ui .dialog-ux .modal-ux-content h4,
  html .swagger-ui .dialog-ux .modal-ux-content p, html .swagger-ui .json-schema-2020-12__title,
  html .swagger-ui .json-schema-2020-12-property .json-schema-2020-12__title, html .swagger-ui .json-schema-2020-12-keyword__name,
  html .swagger-ui .json-schema-2020-12__attribute, html .swagger-ui .renderedMarkdown p { color: #e4e6eb; }
  html .swagger-ui .scheme-container, html .swagger-ui .opblock .opblock-section-header, html .swagger-ui .dialog-ux .modal-ux,
  html .swagger-ui section.models .model-container, html .swagger-ui .json-schema-2020-12 { background: #20242c; box-shadow: none; }
  html .swagger-ui .opblock { background: #1b1f27; box-shadow: none; }
  html .swagger-ui .opblock-tag, html .swagger-ui section.models, html .swagger-ui table thead tr td, html .swagger-ui table thead tr th {
    border-color: #3a404c;
  }
  html .swagger-ui input[type="text"], html .swagger-ui input[type="password"], html .swagger-ui input[disabled],
  html .swagger-ui select, html .swagger-ui textarea {
    background: #16181d; border-color: #5b6472; color: #e4e6eb;
  }
  html .swagger-ui .opblock .opblock-summary-path__deprecated span { color: #e4e6eb; }
  html .swagger-ui .json-schema-2020-12-expand-deep-button, html .swagger-ui .parameter__in { color: #aab2c0; }
  html .swagger-ui .response-control-media-type__accept-message,
  html .swagger-ui .response-control-media-type__accept-message code { color: #5fd39a; }
  html .swagger-ui .btn { border-color: #8b93a1; }
  html .swagger-ui .btn.execute { background: #1d5fa8; color: #fff; }
  html .swagger-ui .btn.authorize { border-color: #5fd39a; color: #5fd39a; }
  html .swagger-ui svg, html .swagger-ui .btn.authorize svg { fill: #c9ced8; }
  html .swagger-ui a, html .swagger-ui .info a, html .swagger-ui .tab li.active { color: #8ab8ff; }
  html .swagger-ui .parameter__name.required::after, html .swagger-ui .prop-type { color: #ffb4a8; }
}
`
