//! Tables of figures, for a terminal or for Markdown.

/// Prints rows under their head.
pub fn table<const N: usize>(head: [&str; N], rows: &[[String; N]], markdown: bool) {
    if rows.is_empty() {
        return;
    }
    let head = head.map(str::to_owned);
    for (number, row) in [&head].into_iter().chain(rows).enumerate() {
        let cells: [String; N] = std::array::from_fn(|index| {
            let lengths = rows.iter().chain([&head]).map(|row| row[index].chars().count());
            format!("{:>width$}", row[index], width = lengths.max().unwrap_or_default())
        });
        println!("{}", if markdown { format!("| {} |", cells.join(" | ")) } else { cells.join("  ") });
        if number == 0 && markdown {
            println!("|{}", " ---: |".repeat(N));
        }
    }
    println!();
}

/// 1,000,000
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let threes = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    threes.collect::<Vec<_>>().join(",")
}
