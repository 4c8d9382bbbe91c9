//! COMPLETION: the answer of a language model to the prompt of each row.

use std::fmt;
use std::sync::Arc;

use esql_data::{Column, ColumnBuilder, DataType, Str, ValueRef};

use super::WindowFunction;
use crate::EvalCx;

/// What answers prompts.
pub trait Completer: fmt::Debug + Send + Sync {
    /// The answers to all prompts of a command, one each, in the order of the rows.
    ///
    /// # Errors
    /// If one of them cannot be had, as a sentence.
    fn complete(&self, model: &str, prompts: &[String]) -> Result<Vec<String>, String>;
}

/// Answers prompts. The input is the prompt.
#[derive(Debug)]
pub struct Completion {
    /// The inference endpoint that the query names.
    pub model: String,
    /// What answers in its place.
    pub completer: Arc<dyn Completer>,
}

impl WindowFunction for Completion {
    fn outputs(&self) -> &[DataType] {
        &[DataType::Keyword]
    }

    /// Rows without a prompt get no answer. Several values are one prompt of several lines.
    fn compute(&self, cx: &mut EvalCx<'_>, inputs: &[Column]) -> Result<Vec<Column>, String> {
        let Some(input) = inputs.first() else { return Ok(Vec::new()) };
        let lines = |row| input.items::<Str>(row).collect::<Vec<&str>>().join("\n");
        let asks: Vec<usize> = (0..cx.rows).filter(|row| !input.is_null(*row)).collect();
        let prompts: Vec<String> = asks.iter().map(|row| lines(*row)).collect();
        let answers = self.completer.complete(&self.model, &prompts)?;
        if answers.len() != prompts.len() {
            return Err(format!("{} answers to {} prompts", answers.len(), prompts.len()));
        }
        let mut answers = answers.iter();
        let mut column = ColumnBuilder::new(DataType::Keyword);
        for row in 0..cx.rows {
            let answer = if input.is_null(row) { None } else { answers.next() };
            column.push_many(answer.map(|answer| ValueRef::Text(answer)).into_iter());
        }
        Ok(vec![column.finish()])
    }
}
