//! A Markdown table that reads well as plain text too.

use unicode_width::UnicodeWidthStr as _;

/// The table; the first row is the header. All rows have as many cells as it.
pub(super) fn grid(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..columns)
        .map(|at| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max())
        .map(|width| width.unwrap_or(0).max(3))
        .collect();
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        for (cell, width) in row.iter().zip(&widths) {
            let gap = " ".repeat(width.saturating_sub(cell.width()));
            text.push_str("| ");
            text.push_str(cell);
            text.push_str(&gap);
            text.push(' ');
        }
        text.push_str("|\n");
        if number == 0 {
            for width in &widths {
                text.push_str("| ");
                text.push_str(&"-".repeat(*width));
                text.push(' ');
            }
            text.push_str("|\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        assert_eq!(
            grid(&[row(["a", "name"]), row(["long", "é"])]),
            "| a    | name |\n| ---- | ---- |\n| long | é    |\n"
        );
    }
}
