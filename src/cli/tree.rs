//! Trees, drawn with lines.

/// A line, and what hangs below it.
#[derive(Debug, Default)]
pub(super) struct Tree {
    label: String,
    below: Vec<Tree>,
}

impl Tree {
    /// A line with `below` hanging from it.
    pub(super) fn new(label: impl Into<String>, below: Vec<Self>) -> Self {
        Self {
            label: label.into(),
            below,
        }
    }

    /// Say more on the first line.
    pub(super) fn append(&mut self, text: &str) {
        self.label.push_str(text);
    }

    /// The lines, from the top.
    pub(super) fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.label.clone()];
        for (at, tree) in self.below.iter().enumerate() {
            let last = at + 1 == self.below.len();
            let (first, rest) = if last {
                ("└─ ", "   ")
            } else {
                ("├─ ", "│  ")
            };
            for (line, text) in tree.lines().into_iter().enumerate() {
                lines.push(format!("{}{text}", if line == 0 { first } else { rest }));
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_are_drawn_to_their_last_leaf() {
        let leaf = |label| Tree::new(label, Vec::new());
        let tree = Tree::new(
            "a",
            vec![Tree::new("b", vec![leaf("c"), leaf("d")]), leaf("e")],
        );
        assert_eq!(tree.lines(), ["a", "├─ b", "│  ├─ c", "│  └─ d", "└─ e"]);
    }
}
