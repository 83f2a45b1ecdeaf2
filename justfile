# List the recipes
default:
    @just --list

# All of CI
check:
    .ci/run

# The tests
test *arguments:
    cargo test --locked {{ arguments }}

# Make snapshots, completions and man pages anew; look at the difference before you commit it
update:
    UPDATE=1 INSTA_UPDATE=always cargo test --locked

# Figures for benches/README.md: just bench /path/to/venv-with-jupyterhub
bench venv="":
    cargo build --locked --release
    mkdir -p target/benches
    python3 benches/generate.py target/benches/hub.sqlite
    python3 benches/compare.py target/benches/hub.sqlite --hubctl target/release/hubctl {{ if venv != "" { "--jupyterhub " + venv } else { "" } }}
