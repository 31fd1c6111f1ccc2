use super::Fault;
use utsushi_findings::{Detail, REC021};

/// REC021: a name or an address that fills its field was perhaps cut there.
///
/// `full` says whether the vendor's field was filled to its last byte, which is where a cut happens. Where nobody knows
/// how much the field holds, a value that fills the item to the last character may have been cut.
pub(crate) fn check(value: &str, digits: u32, full: Option<bool>) -> Result<(), Fault> {
    // Characters are at least a byte each: most values need no counting.
    let fills_item = || value.len() >= digits as usize && value.chars().count() == digits as usize;
    match full.unwrap_or_else(fills_item) {
        true => Err(Fault::new(&REC021, Detail::None)),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_as_long_as_the_vendors_field_is_told_and_where_that_is_unknown_as_the_item() {
        let long = "山".repeat(80);
        assert_eq!(check(&long, 80, None).unwrap_err(), "REC021");
        assert!(check(&"山".repeat(79), 80, None).is_ok() && check("山田　太郎", 80, None).is_ok());
        assert_eq!(check("山田　太郎", 80, Some(true)).unwrap_err(), "REC021");
        assert!(check(&long, 80, Some(false)).is_ok(), "the vendor's field had room for more");
    }
}
