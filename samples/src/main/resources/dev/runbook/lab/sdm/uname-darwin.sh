#!/bin/sh
echo Darwin
