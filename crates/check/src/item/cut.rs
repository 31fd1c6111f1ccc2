use super::Fault;
use utsushi_findings::{Detail, REC021};

/// Whether an item with this role holds a name that old systems cut to their field.
pub(crate) fn concerns(role: &str) -> bool {
    ["name", "name_kanji", "name_roman", "alias_name", "household_head_name", "address"].contains(&role)
}

/// REC021: a name or an address that fills its item to the last character was perhaps cut there.
pub(crate) fn check(value: &str, digits: u32) -> Result<(), Fault> {
    // Characters are at least a byte each: most values need no counting.
    if value.len() < digits as usize || value.chars().count() != digits as usize {
        return Ok(());
    }
    Err(Fault::new(&REC021, Detail::None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_value_as_long_as_its_item_is_told() {
        assert_eq!(check(&"山".repeat(80), 80).unwrap_err(), "REC021");
        assert!(check(&"山".repeat(79), 80).is_ok() && check("山田　太郎", 80).is_ok());
        assert!(concerns("name") && !concerns("remarks"));
    }
}
