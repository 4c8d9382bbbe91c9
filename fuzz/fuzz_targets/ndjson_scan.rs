//! Any bytes can be scanned without a panic, in whatever form they seem to be, and where they are
//! cut does not change the rows.
#![no_main]

use esql_data::{Column, DataType, Warnings};
use esql_planner::catalog::{Catalog, CatalogField};
use esql_planner::scan::{Documents, FieldSource, Metadata, Scan, ScanField};
use esql_sources::{Dataset, Options};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let whole = rows(bytes, Options::default());
    let cut = rows(bytes, Options { block_bytes: 7, ..Options::default() });
    assert_eq!(whole, cut);
});

/// Every row printed; nothing if the bytes are damaged compressed data.
fn rows(bytes: &[u8], options: Options) -> Option<Vec<String>> {
    let dataset = Dataset::in_memory([("fuzz.ndjson".to_owned(), bytes.to_vec())], options);
    let field = |field: CatalogField| ScanField {
        name: field.name,
        ty: field.ty,
        from: FieldSource::Field(field.mapping),
    };
    let metadata = |&(name, ty, from): &(&str, DataType, Metadata)| ScanField {
        name: name.to_owned(),
        ty,
        from: FieldSource::Metadata(from),
    };
    let mut fields: Vec<ScanField> = dataset.fields(&[]).iter().cloned().map(field).collect();
    fields.extend(Metadata::NAMED.iter().map(metadata));
    let scan = Scan { fields, ..Scan::default() };
    let mut tasks = dataset.scan(&scan, None).ok()?;
    let mut rows = Vec::new();
    while let Some(task) = tasks.next().ok()? {
        let run = task.run(100, &mut Warnings::default(), &mut |batch, _| {
            for at in 0..batch.rows {
                let cell = |column: &Column| column.cell_value(at).print(column.ty());
                rows.push(batch.columns.iter().map(cell).collect::<Vec<_>>().join("|"));
            }
            true
        });
        run.ok()?;
    }
    Some(rows)
}
