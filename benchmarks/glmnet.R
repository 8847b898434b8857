# Times glmnet on one problem: Rscript glmnet.R FOLDER FAMILY ALPHA THRESH ROUNDS
# FOLDER holds X.bin, y.bin, lams.bin (doubles, columns after each other) and size.txt (n p m).
# Writes coefs.bin (m rows of p) and prints the seconds of each round.
suppressPackageStartupMessages(library(glmnet))
given <- commandArgs(trailingOnly = TRUE)
folder <- given[1]
read <- function(name, count) readBin(file.path(folder, name), "double", count)
size <- scan(file.path(folder, "size.txt"), quiet = TRUE)
X <- matrix(read("X.bin", size[1] * size[2]), size[1])
y <- read("y.bin", size[1])
lams <- read("lams.bin", size[3])
fit <- function() {
  glmnet(X, y, family = given[2], alpha = as.numeric(given[3]), lambda = lams,
         thresh = as.numeric(given[4]), standardize = FALSE, maxit = 1e7)
}
found <- fit()
seconds <- sapply(seq_len(as.integer(given[5])), function(round) system.time(fit())[["elapsed"]])
if (min(seconds) < 0.05) {
  # The clock ticks in milliseconds: take many fits at a time.
  many <- ceiling(0.1 / max(min(seconds), 5e-4))
  seconds <- sapply(seq_len(as.integer(given[5])), function(round) {
    system.time(for (one in seq_len(many)) fit())[["elapsed"]] / many
  })
}
coefs <- as.matrix(found$beta)
if (ncol(coefs) < size[3]) {
  # It stopped early: the last weights stand for what it left out.
  coefs <- cbind(coefs, coefs[, rep(ncol(coefs), size[3] - ncol(coefs))])
}
writeBin(as.vector(coefs), file.path(folder, "coefs.bin"))
cat(seconds, "\n")
