//! Values of a field that somebody else has cut and decoded.

use super::{Column, Field};
use crate::view::Coding;

/// What one field holds, counted value by value: for those who already know how the file is cut.
#[derive(Default)]
pub struct FieldProfile(Column);

impl FieldProfile {
    /// Counts a value as it stands in the record, spaces and all. It is not kept.
    pub fn add(&mut self, value: &str) {
        // A byte is one of cp932, the charset of nearly all exports: only `Field::bytes` depends on it.
        self.0.add_text(value, Coding::Cp932);
    }

    /// Counts a value that could not be decoded.
    pub fn add_undecodable(&mut self) {
        self.0.add_undecodable();
    }

    /// What was seen. `name` is the field's name: what it says helps to tell meanings apart.
    pub fn finish(self, name: &str) -> Field {
        self.0.finish(Some(name), 0, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Meaning;

    #[test]
    fn decoded_values_are_recognised_as_those_of_a_file_are() {
        let mut profile = FieldProfile::default();
        for day in 1..=28 {
            profile.add(&format!("S5504{day:02} "));
        }
        profile.add_undecodable();
        let field = profile.finish("生年月日");
        assert!(matches!(field.meaning(), Some(Meaning::Date { .. })), "{field:?}");
        assert_eq!((field.rows, field.filled, field.undecodable), (29, 29, 1));
    }
}
