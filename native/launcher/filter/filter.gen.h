/* Made from policy.def by generate.c; do not edit: `make -C native/launcher generate`. */
#ifndef CUPEL_FILTER_GEN_H
#define CUPEL_FILTER_GEN_H

#include <linux/filter.h>
