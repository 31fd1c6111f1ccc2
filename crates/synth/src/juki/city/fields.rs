//! One record of any vendor file, before it has a form: values back to back.

use crate::day::Day;
use crate::juki::csv::Line;
use utsushi_value::write_era_letter;

/// Values of the fields of one record, in the order of its sheet's columns. Dates are written `S550401` whatever the
/// form; a blank is empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields {
    text: String,
    ends: Vec<u32>,
}

impl Fields {
    pub fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, at: usize) -> &str {
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        &self.text[start..self.ends[at] as usize]
    }

    /// Appends a field made of what `write` writes.
    pub fn build(&mut self, write: impl FnOnce(&mut Line<'_>)) -> &mut Self {
        write(&mut Line { out: &mut self.text });
        self.ends.push(self.text.len() as u32);
        self
    }

    pub fn text(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        self
    }

    pub fn blank(&mut self) -> &mut Self {
        self.text("")
    }

    pub fn blanks(&mut self, count: usize) -> &mut Self {
        for _ in 0..count {
            self.blank();
        }
        self
    }

    pub fn flag(&mut self, flag: bool) -> &mut Self {
        self.text(if flag { "1" } else { "0" })
    }

    /// With leading zeros to `width`.
    pub fn number(&mut self, number: u64, width: usize) -> &mut Self {
        self.build(|line| line.number(number, width))
    }

    pub fn day(&mut self, day: impl Into<Option<Day>>) -> &mut Self {
        let day = day.into();
        self.build(|line| {
            if let Some(day) = day {
                write_era_letter(&day.date(), line.out);
            }
        })
    }

    /// 更新日時: some minute of the office's hours, as `YYYYMMDDhhmmss`.
    pub fn time(&mut self, day: Day, person: u64) -> &mut Self {
        self.build(|line| {
            day.date().write_compact(line.out);
            line.number(9 + person % 8, 2);
            line.number(person * 7 % 60, 2);
            line.number(person * 11 % 60, 2);
        })
    }

    /// Replaces a value.
    pub fn set(&mut self, at: usize, value: &str) {
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        let end = self.ends[at] as usize;
        self.text.replace_range(start..end, value);
        let change = value.len() as i64 - (end - start) as i64;
        for end in &mut self.ends[at..] {
            *end = (i64::from(*end) + change) as u32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_value_moves_no_other() {
        let mut fields = Fields::default();
        fields.text("山田").blank().day(Day::of(1980, 4, 1)).number(12, 5).flag(true);
        fields.set(0, "x");
        fields.set(1, "前住所");
        let all: Vec<&str> = (0..fields.len()).map(|at| fields.get(at)).collect();
        assert_eq!(all, ["x", "前住所", "S550401", "00012", "1"]);
    }
}
