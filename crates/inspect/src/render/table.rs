//! Columns that line up where kanji are two cells wide.

use utsushi_text::{is_half_width_kana, is_variation_selector};

/// Cells that a text takes in a terminal.
pub(super) fn width(text: &str) -> usize {
    let cells = |c: char| match c {
        _ if is_variation_selector(c) => 0,
        _ if c.is_ascii() || is_half_width_kana(c) => 1,
        '–' | '…' => 1,
        _ => 2,
    };
    text.chars().map(cells).sum()
}

/// Facts, each with a name and some with more lines.
#[derive(Default)]
pub(super) struct Facts(Vec<(String, String)>);

impl Facts {
    pub(super) fn add(&mut self, name: &str, fact: String) {
        self.0.push((name.to_owned(), fact));
    }

    /// Another line of the fact before.
    pub(super) fn more(&mut self, fact: String) {
        self.0.push((String::new(), fact));
    }

    pub(super) fn render(&self) -> String {
        let rows: Vec<Vec<String>> =
            self.0.iter().map(|(name, fact)| vec![name.clone(), fact.clone()]).collect();
        table(&rows, &[])
    }
}

/// Rows of cells; columns named in `right` are set to the right.
pub(super) fn table(rows: &[Vec<String>], right: &[usize]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widest = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max();
    let widths: Vec<usize> = (0..columns).map(|column| widest(column).unwrap_or(0)).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (nth, cell) in row.iter().enumerate() {
            let padding = " ".repeat(widths[nth] - width(cell));
            if nth > 0 {
                line.push_str("  ");
            }
            if right.contains(&nth) {
                line.push_str(&padding);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.push_str(&padding);
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_whatever_the_width() {
        let rows =
            [vec!["漢字".into(), "1".into()], vec!["a".into(), "23".into()], vec!["ｶﾅ".into(), "4".into()]];
        assert_eq!(table(&rows, &[1]), "漢字   1\na     23\nｶﾅ     4\n");
    }
}
