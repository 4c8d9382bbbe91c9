//! Batches as streams of Arrow IPC, for files that only the process itself reads.

use std::io::{self, Read, Write};
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, ListArray, RecordBatch, RecordBatchOptions};
use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, DataType as ArrowType, Field, Schema};

use crate::{Batch, Column, DataType};

/// Writes a batch as a stream of its own. Cells with several values become lists.
///
/// # Errors
/// If `out` cannot be written.
pub fn write(batch: &Batch, out: &mut dyn Write) -> io::Result<()> {
    let arrays: Vec<ArrayRef> = batch.columns.iter().map(array).collect();
    let field = |array: &ArrayRef| Field::new("", array.data_type().clone(), true);
    let schema = Arc::new(Schema::new(arrays.iter().map(field).collect::<Vec<_>>()));
    let options = RecordBatchOptions::new().with_row_count(Some(batch.rows));
    let batch = RecordBatch::try_new_with_options(schema.clone(), arrays, &options);
    let batch = batch.map_err(error)?;
    let mut writer = StreamWriter::try_new(out, &schema).map_err(error)?;
    writer.write(&batch).map_err(error)?;
    writer.finish().map_err(error)
}

/// Reads the batch of the next stream, whose columns are of these types; `None` behind the last.
///
/// # Errors
/// If `input` cannot be read, or holds something else.
pub fn read(types: &[DataType], input: &mut dyn io::BufRead) -> io::Result<Option<Batch>> {
    if input.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut reader = StreamReader::try_new(Exactly(input), None).map_err(error)?;
    let Some(batch) = reader.next().transpose().map_err(error)? else { return Ok(None) };
    // Its end belongs to the stream as well.
    if reader.next().is_some() {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a stream of several batches"));
    }
    let columns = types.iter().zip(batch.columns()).map(|(ty, array)| column(*ty, array));
    Ok(Some(Batch::new(columns.collect(), batch.num_rows())))
}

/// Reads no more than is asked for.
struct Exactly<'r>(&'r mut dyn io::BufRead);

impl Read for Exactly<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

fn error(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, error) => error,
        error => io::Error::new(io::ErrorKind::InvalidData, error),
    }
}

fn array(column: &Column) -> ArrayRef {
    let column = column.flattened().compacted();
    let values = column.values().clone();
    let Some(offsets) = column.offsets() else { return values };
    let field = Arc::new(Field::new("", values.data_type().clone(), true));
    Arc::new(ListArray::new(field, offsets.clone(), values, None))
}

fn column(ty: DataType, array: &ArrayRef) -> Column {
    let list = array.as_any().downcast_ref::<ListArray>();
    match (list, array.data_type()) {
        (_, ArrowType::Null) => Column::null(ty, array.len()),
        (Some(list), _) => Column::multi(ty, list.values().clone(), list.offsets().clone()),
        (None, _) => Column::single(ty, array.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Value;

    #[test]
    fn batches_read_back() {
        let text = |text: &str| Value::from(text);
        let long = "a text of more than twelve bytes";
        let several = Value::List(vec![text("a"), text(long)]);
        let columns = [
            Column::from_values(DataType::Keyword, &[text(long), Value::Null, several]),
            Column::from_values(DataType::Long, &[Value::Long(1), Value::Null, Value::Long(3)]),
            Column::from_values(
                DataType::Boolean,
                &[Value::Null, Value::Boolean(true), Value::Boolean(false)],
            ),
            Column::constant(DataType::Double, &Value::Double(0.5), 3),
            Column::null(DataType::Ip, 3),
            Column::null(DataType::Null, 3),
        ];
        let types: Vec<DataType> = columns.iter().map(Column::ty).collect();
        let batch = Batch::new(columns.to_vec(), 3);
        let parts = [batch.clone(), batch.slice(1, 2), batch.take(&[2, 2, 0]), batch.slice(0, 0)];
        let mut file = Vec::new();
        parts.iter().for_each(|part| write(part, &mut file).unwrap());
        let mut file = file.as_slice();
        for part in &parts {
            let read = read(&types, &mut file).unwrap().unwrap();
            assert_eq!((read.rows, &read.columns), (part.rows, &part.columns));
        }
        assert!(read(&types, &mut file).unwrap().is_none());
        let mut cut: &[u8] = &[255, 255, 255, 255, 9, 0, 0];
        assert!(super::read(&types, &mut cut).is_err());
    }
}
