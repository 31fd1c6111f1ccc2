use super::Fault;
use utsushi_findings::{COD001, Detail};
use utsushi_layout::CodeTable;

/// COD001: the value is in the standard's code table.
#[inline]
pub(crate) fn check(value: &str, table: &CodeTable) -> Result<(), Fault> {
    if table.contains(value) {
        Ok(())
    } else {
        Err(Fault::new(&COD001, Detail::Text(table.name.as_str().into())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use utsushi_layout::Library;

    #[test]
    fn only_values_of_the_table_pass() {
        let standard = Library::Embedded.load("chukan-2.7").unwrap();
        let table = standard.code_table("sex").unwrap();
        assert!(check("1", table).is_ok());
        assert_eq!(check("3", table).unwrap_err(), "COD001");
        assert_eq!(check("01", table).unwrap_err(), "COD001");
    }
}
